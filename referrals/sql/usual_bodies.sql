-- A new county begins with the bodies that posts usually pass things on to; it edits the list (referrals/views/bodies.py).
CREATE FUNCTION referrals_usual_bodies(new_county bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO referrals_outsidebody (county_id, name, about) VALUES
        (new_county, '司法所', '人民调解、法律援助'),
        (new_county, '镇政府', '综合事务、应急、环境'),
        (new_county, '民政部门', '救助、低保、养老'),
        (new_county, '住房和城乡建设部门', '房屋、物业、工地'),
        (new_county, '自然资源部门', '宅基地、山林土地'),
        (new_county, '人力资源和社会保障部门', '工资、社保'),
        (new_county, '市场监督管理部门', '消费、食品、经营'),
        (new_county, '交通运输部门', '道路、桥梁'),
        (new_county, '供电所', '用电、线路'),
        (new_county, '供水单位', '用水、管道'),
        (new_county, '人民法院', '诉讼、司法确认');
$$;

CREATE FUNCTION referrals_of_new_county() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM referrals_usual_bodies(NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER usual_bodies AFTER INSERT ON posts_county FOR EACH ROW EXECUTE FUNCTION referrals_of_new_county();
SELECT referrals_usual_bodies(id) FROM posts_county;
